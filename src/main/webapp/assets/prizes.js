// Copies a coupon's code; without this script the code can be selected by a long press.
(function () {
  'use strict';
  function byHand(text) {
    var field = document.createElement('textarea');
    field.value = text;
    field.setAttribute('readonly', '');
    field.className = 'copying';
    document.body.appendChild(field);
    field.select();
    field.setSelectionRange(0, text.length);
    var done = document.execCommand('copy');
    document.body.removeChild(field);
    return done;
  }
  function copy(text, done) {
    // Older WeChat has no clipboard API, and a newer one may refuse it.
    if (navigator.clipboard && navigator.clipboard.writeText) {
      navigator.clipboard.writeText(text).then(function () { done(true); }, function () { done(byHand(text)); });
    } else {
      done(byHand(text));
    }
  }
  Array.prototype.forEach.call(document.querySelectorAll('[data-copy]'), function (button) {
    var usual = button.textContent;
    button.hidden = false;
    button.setAttribute('aria-live', 'polite');
    button.addEventListener('click', function () {
      copy(button.getAttribute('data-copy'), function (done) {
        button.textContent = button.getAttribute(done ? 'data-done' : 'data-failed');
        setTimeout(function () { button.textContent = usual; }, 2500);
      });
    });
  });
})();
