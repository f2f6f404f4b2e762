// Scans a code or takes a typed one, checks it, confirms it. A confirmation is stored on this phone before it is sent, and kept until there is a
// response: after a network failure it is sent again with the same id, and counts once.
(function () {
  'use strict';
  var desk = document.getElementById('redeem');
  var say = document.getElementById('say').dataset;
  var field = document.getElementById('typed-code');
  var verdict = document.getElementById('verdict');
  var KEY = 'turntable.redeem.' + desk.dataset.verifier;
  var sending = false;
  var shownId = null;

  function read() {
    try {
      return JSON.parse(localStorage.getItem(KEY)) || [];
    } catch (broken) {
      return [];
    }
  }
  function write(entries) {
    try {
      localStorage.setItem(KEY, JSON.stringify(entries.slice(-30)));
      return true;
    } catch (full) {
      return false;
    }
  }
  // Keeps waiting entries before finished ones.
  function put(entry) {
    var others = read().filter(function (one) { return one.id !== entry.id; });
    var over = others.filter(function (one) { return one.status !== 'waiting'; }).slice(-9);
    var kept = write(over.concat(others.filter(function (one) { return one.status === 'waiting'; }), [entry]));
    list();
    return kept;
  }
  function waiting() {
    return read().filter(function (one) { return one.status === 'waiting'; });
  }

  function element(tag, name, text) {
    var made = document.createElement(tag);
    if (name) {
      made.className = name;
    }
    made.textContent = text;
    return made;
  }
  function list() {
    var rows = document.getElementById('queue-list');
    var entries = read().reverse();
    rows.textContent = '';
    entries.forEach(function (entry) {
      var row = element('li', entry.status, '');
      row.appendChild(element('b', '', entry.code));
      row.appendChild(element('span', '', say[entry.status] + (entry.store ? ' · ' + entry.store + ' · ' + entry.at : '')));
      rows.appendChild(row);
    });
    document.getElementById('queue').hidden = entries.length === 0;
  }
  function away(is) {
    document.getElementById('away').hidden = !is;
  }

  function show(status, reply, code) {
    verdict.className = 'card verdict ' + status;
    verdict.textContent = '';
    verdict.hidden = false;
    var title = element('h2', '', '');
    title.appendChild(element('span', '', say[status] || reply.message || status));
    verdict.appendChild(title);
    if (reply && reply.prize) {
      verdict.appendChild(element('p', 'thing', reply.prize));
      verdict.appendChild(element('p', 'from', reply.campaign + ' · ' + say.won.replace('%s', reply.won)));
    }
    if (reply && reply.store) {
      verdict.appendChild(element('p', 'was', say.was.replace('%s', reply.store).replace('%t', reply.at)));
    }
    if (status === 'open' || status === 'blind') {
      verdict.appendChild(element('p', 'hint', say.notYet));
      var button = element('button', 'go', status === 'open' ? say.confirm : say.blindConfirm);
      button.type = 'button';
      button.id = 'confirm';
      button.addEventListener('click', function () { confirm(code); });
      verdict.appendChild(button);
    }
    if (status === 'waiting') {
      verdict.appendChild(element('p', 'hint', say.notYet));
    }
    verdict.scrollIntoView({block: 'nearest'});
  }

  // Returns null without a valid response.
  function post(path, fields) {
    var body = Object.keys(fields).map(function (name) { return name + '=' + encodeURIComponent(fields[name]); }).join('&');
    var control = window.AbortController ? new AbortController() : null;
    var timer = control && setTimeout(function () { control.abort(); }, 8000);
    return fetch(path, {method: 'POST', credentials: 'same-origin', signal: control ? control.signal : undefined,
      headers: {Accept: 'application/json', 'Content-Type': 'application/x-www-form-urlencoded'}, body: body}).then(function (answer) {
      clearTimeout(timer);
      if (answer.status === 401 || answer.status === 403) {
        return {status: 'again'};
      }
      return answer.ok ? answer.json() : answer.status === 400 ? {status: 'unknown'} : null;
    }).catch(function () { clearTimeout(timer); return null; });
  }

  function check(text) {
    var code = text.trim().replace(/^.*#/, '').toUpperCase();
    if (!code) {
      return;
    }
    field.value = code;
    shownId = null;
    show('looking', {}, code);
    post(desk.dataset.codes, {csrf: desk.dataset.csrf, code: code}).then(function (reply) {
      away(!reply);
      if (!reply) {
        show('blind', {}, code);
      } else {
        show(reply.status, reply, code);
      }
    });
  }

  function confirm(code) {
    var bytes = new Uint8Array(16);
    crypto.getRandomValues(bytes);
    // A repeated code on this phone uses the same confirmation.
    var same = waiting().filter(function (one) { return one.code === code; })[0];
    var entry = same || {id: Array.prototype.map.call(bytes, function (b) { return ('0' + b.toString(16)).slice(-2); }).join(''), code: code, status: 'waiting'};
    put(entry);
    shownId = entry.id;
    show('waiting', {}, code);
    send();
  }

  function send() {
    var next = waiting()[0];
    if (!next || sending) {
      away(false);
      return;
    }
    sending = true;
    post(desk.dataset.confirmations, {csrf: desk.dataset.csrf, code: next.code, confirmation: next.id}).then(function (reply) {
      sending = false;
      away(!reply);
      if (!reply || reply.status === 'again') {
        if (reply) {
          show('again', {}, next.code);
        }
        return;
      }
      put({id: next.id, code: next.code, status: reply.status, store: reply.store, at: reply.at});
      if (shownId === next.id) {
        show(reply.status, reply, next.code);
      }
      send();
    });
  }

  // The camera, where the browser has a barcode detector.
  function scan() {
    var view = document.getElementById('view');
    var detector = new window.BarcodeDetector({formats: ['qr_code']});
    navigator.mediaDevices.getUserMedia({video: {facingMode: 'environment'}}).then(function (stream) {
      var over = false;
      function end() {
        over = true;
        stream.getTracks().forEach(function (track) { track.stop(); });
        document.getElementById('camera').hidden = true;
      }
      view.srcObject = stream;
      view.play();
      document.getElementById('camera').hidden = false;
      setTimeout(function () { if (!over) { end(); } }, 60000);
      (function seek() {
        if (over) {
          return;
        }
        detector.detect(view).then(function (found) {
          if (found.length) {
            end();
            check(found[0].rawValue);
          } else {
            setTimeout(seek, 150);
          }
        }, function () { setTimeout(seek, 300); });
      })();
    }, function () { show('noCamera', {}, ''); });
  }

  document.getElementById('typed').addEventListener('submit', function (event) {
    event.preventDefault();
    check(field.value);
  });
  document.getElementById('sign-out').addEventListener('submit', function (event) {
    if (waiting().length && !window.confirm(say.leave)) {
      event.preventDefault();
    }
  });
  if ('BarcodeDetector' in window && navigator.mediaDevices) {
    var button = document.getElementById('scan');
    button.hidden = false;
    button.addEventListener('click', scan);
  }
  function fromAddress() {
    if (location.hash.length > 1) {
      check(decodeURIComponent(location.hash.slice(1)));
      history.replaceState(null, '', location.pathname);
    }
  }
  window.addEventListener('hashchange', fromAddress);
  window.addEventListener('online', send);
  setInterval(function () { if (waiting().length) { send(); } }, 4000);
  list();
  fromAddress();
  send();
})();
