/* Tells our own server how the page came up, where it is asked to, and what goes wrong, always: a white screen is seen before anybody calls.
   Old language on purpose: it has to run where the others cannot even be read. Says nothing of who is looking. */
(function () {
  'use strict';
  var me = document.currentScript;
  if (!me || !navigator.sendBeacon || !window.Blob) {
    return;
  }
  var page = me.getAttribute('data-page');
  var path = me.getAttribute('data-to');
  var asked = me.getAttribute('data-asked') === 'yes';
  var errorsLeft = 3;

  function send(fields, line) {
    var body = 'page=' + page;
    for (var name in fields) {
      body += '&' + name + '=' + encodeURIComponent(fields[name]);
    }
    try {
      navigator.sendBeacon((line || '') + path, new Blob([body], {type: 'application/x-www-form-urlencoded'}));
    } catch (refused) {
      /* A page that cannot tell goes on all the same. */
    }
  }

  /* line: where to tell it, when the page's own line is cut. */
  function failed(error, message, line) {
    if (errorsLeft-- > 0) {
      send({kind: 'error', error: error, message: String(message || '').slice(0, 300)}, line);
    }
  }
  window.turntableFailed = failed;

  /* Capturing, since files that do not load do not bubble. Another host's script tells nothing and is not ours to mend. */
  window.addEventListener('error', function (event) {
    var file = event.target && event.target !== window && (event.target.src || event.target.href);
    if (file) {
      if (String(file).indexOf(location.origin) === 0) {
        failed('asset', file);
      }
    } else if (event.message && event.message !== 'Script error.') {
      failed('script', event.message + ' at ' + event.filename + ':' + event.lineno);
    }
  }, true);
  window.addEventListener('unhandledrejection', function (event) {
    failed('promise', event.reason && event.reason.message || event.reason);
  });

  function look() {
    var main = document.querySelector('main');
    if (!main || main.offsetHeight < 50) {
      failed('blank', 'nothing to see');
    }
    if (!asked) {
      return;
    }
    asked = false;
    var now = window.performance && performance.now ? performance.now() : 0;
    var marks = now && performance.getEntriesByType ? performance.getEntriesByType('paint').concat(performance.getEntriesByType('mark')) : [];
    var at = {};
    marks.forEach(function (mark) {
      at[mark.name] = mark.startTime;
    });
    var whole = function (ms) {
      return Math.max(0, Math.min(600000, Math.round(ms)));
    };
    if (now) {
      send({kind: 'load', visible: whole(at['first-contentful-paint'] || now), ready: whole(at.ready || now)});
    }
  }
  window.addEventListener('load', function () {
    setTimeout(look, 0);
  });
  /* Who leaves before everything is there was shown something, or not. */
  window.addEventListener('pagehide', look);
})();
