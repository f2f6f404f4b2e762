/* The page of a busy server: it reloads automatically with jitter, so that clients do not return at the same time;
   after each failure it waits longer. */
(() => {
  'use strict';
  const message = document.getElementById('message');
  if (!message || !message.dataset.retryPath) {
    return;
  }
  const tries = Number((/[?&]try=(\d+)/.exec(location.search) || [])[1]) || 0;
  const seconds = Math.min(60, Number(message.dataset.retrySeconds) * Math.pow(1.6, tries));
  setTimeout(() => {
    const path = message.dataset.retryPath;
    location.replace(path + (path.indexOf('?') < 0 ? '?' : '&') + 'try=' + Math.min(tries + 1, 9));
  }, seconds * 1000 * (0.7 + Math.random() * 0.9));
})();
