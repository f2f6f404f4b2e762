/** What all pages share: templates, assets, languages, messages and themes. */
package org.turntable.web.page;
