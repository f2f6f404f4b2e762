package org.turntable.web.claim;

/**
 * How an address is processed.
 *
 * @param slug the campaign's name in addresses
 * @param name the campaign's name in the page's language
 * @param organiser the responsible organiser
 * @param keptDays days for which it is kept after the parcel was shipped
 * @param signalDays days for which signals of automated play are kept
 */
public record PrivacyPage(String slug, String name, String organiser, long keptDays, long signalDays) {}
