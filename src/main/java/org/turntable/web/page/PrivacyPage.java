package org.turntable.web.page;

/**
 * What is done with an address.
 *
 * @param slug      the campaign's name in addresses
 * @param name      the campaign's name in the page's language
 * @param organiser who answers for it
 * @param keptDays  for how long it is kept after the parcel has left
 */
public record PrivacyPage(String slug, String name, String organiser, long keptDays) {
}
