/**
 * The pages that a player sees: what each page shows (plain view records), the wheel's geometry, the two languages, the
 * assets and the rendering. Servlets fill the records and hand them to {@link org.turntable.web.page.Views}; nothing here
 * knows where the values come from.
 */
package org.turntable.web.page;
