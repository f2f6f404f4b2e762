/* Reports the load times of sampled pages, and every error, to this site, so that white screens are noticed.
   Old syntax on purpose: it must run in browsers that cannot parse the other scripts. Sends no data about the player. */
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
      /* A failure of the report is ignored. */
    }
  }

  /* line: where to report when the page's own line fails. */
  function failed(error, message, line) {
    if (errorsLeft-- > 0) {
      send({kind: 'error', error: error, message: String(message || '').slice(0, 300)}, line);
    }
  }
  window.turntableFailed = failed;

  /* Capturing, since errors of files do not bubble. Errors of another host's script have no details and are ignored. */
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

  function report() {
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
    setTimeout(report, 0);
  });
  /* A page that is left before it was loaded is checked too. */
  window.addEventListener('pagehide', report);
})();
