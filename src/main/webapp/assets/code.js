// Shows the winner that the store has confirmed. Without a network the code is still shown.
(function () {
  'use strict';
  var page = document.getElementById('code');
  var left = 60;
  function ask() {
    if (left-- <= 0 || document.hidden || !window.fetch) {
      return;
    }
    fetch(page.getAttribute('data-status-url'), {headers: {Accept: 'application/json'}, cache: 'no-store'}).then(function (response) {
      return response.ok ? response.json() : null;
    }).then(function (reply) {
      if (reply && reply.status === 'redeemed') {
        document.getElementById('stamp-where').textContent = reply.store + ' · ' + reply.at;
        document.getElementById('stamp').hidden = false;
        left = 0;
      }
    }, function () { });
  }
  ask();
  setInterval(ask, 4000);
  document.addEventListener('visibilitychange', function () { left = Math.max(left, left > 0 ? 30 : 0); ask(); });
})();
