/* Keeps what a player typed until a node has stored it. When no node answers, the edge answers in its place, and the
   form comes back empty: then the fields are filled again, and the player is told that nothing was saved. The copy
   stays in this tab, for half an hour at most, and is used for the same player and the same stored revision only. */
(() => {
  'use strict';
  const form = document.querySelector('form[data-kept]');
  const notice = document.getElementById('not-saved');
  if (!form || !notice) {
    return;
  }
  const KEY = 'tt-form ' + form.getAttribute('action');
  const LIFETIME_MS = 30 * 60 * 1000;
  const fields = () => Array.from(form.elements).filter(field => field.name && field.type !== 'hidden' && field.type !== 'submit');

  const read = () => {
    try {
      return JSON.parse(sessionStorage.getItem(KEY));
    } catch (unreadable) {
      return null;
    }
  };
  const forget = () => {
    try {
      sessionStorage.removeItem(KEY);
    } catch (privateMode) { /* nothing was kept */ }
  };

  const kept = read();
  const same = kept && kept.csrf === form.elements.csrf.value && kept.revision === form.elements.revision.value
    && Date.now() - kept.at < LIFETIME_MS && Date.now() >= kept.at;
  if (kept && !same) {
    forget();
  }
  // A form that the node itself has refused comes back with what was typed.
  if (same && !form.dataset.refused) {
    fields().forEach(field => {
      if (field.type === 'checkbox') {
        field.checked = kept.values[field.name] === true;
      } else if (typeof kept.values[field.name] === 'string') {
        field.value = kept.values[field.name];
      }
    });
    notice.hidden = false;
  }

  form.addEventListener('submit', event => {
    if (event.submitter && event.submitter.value === 'withdraw') {
      forget();
      return;
    }
    const values = {};
    fields().forEach(field => { values[field.name] = field.type === 'checkbox' ? field.checked : field.value; });
    try {
      sessionStorage.setItem(KEY, JSON.stringify(
        { at: Date.now(), csrf: form.elements.csrf.value, revision: form.elements.revision.value, values }));
    } catch (privateMode) { /* as without this script */ }
  });
})();
