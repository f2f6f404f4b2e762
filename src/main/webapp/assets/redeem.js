// Scans or takes a code, looks at it, confirms it. A confirmation is written down on this phone before it is sent, and stays until it is
// answered: what was sent while the line was down is sent again under the same name, and counts once.
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
  // With what waits kept before what is over.
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

  function show(status, told, code) {
    verdict.className = 'card verdict ' + status;
    verdict.textContent = '';
    verdict.hidden = false;
    var title = element('h2', '', '');
    title.appendChild(element('span', '', say[status] || told.message || status));
    verdict.appendChild(title);
    if (told && told.prize) {
      verdict.appendChild(element('p', 'thing', told.prize));
      verdict.appendChild(element('p', 'from', told.campaign + ' · ' + say.won.replace('%s', told.won)));
    }
    if (told && told.store) {
      verdict.appendChild(element('p', 'was', say.was.replace('%s', told.store).replace('%t', told.at)));
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

  // Answers null where nothing that can be relied on came back.
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

  function look(text) {
    var code = text.trim().replace(/^.*#/, '').toUpperCase();
    if (!code) {
      return;
    }
    field.value = code;
    shownId = null;
    show('looking', {}, code);
    post(desk.dataset.codes, {csrf: desk.dataset.csrf, code: code}).then(function (told) {
      away(!told);
      if (!told) {
        show('blind', {}, code);
      } else {
        show(told.status, told, code);
      }
    });
  }

  function confirm(code) {
    var bytes = new Uint8Array(16);
    crypto.getRandomValues(bytes);
    // The same code once more on this phone is the same confirmation.
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
    post(desk.dataset.confirmations, {csrf: desk.dataset.csrf, code: next.code, confirmation: next.id}).then(function (told) {
      sending = false;
      away(!told);
      if (!told || told.status === 'again') {
        if (told) {
          show('again', {}, next.code);
        }
        return;
      }
      put({id: next.id, code: next.code, status: told.status, store: told.store, at: told.at});
      if (shownId === next.id) {
        show(told.status, told, next.code);
      }
      send();
    });
  }

  // The camera, where the browser can read codes by itself.
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
            look(found[0].rawValue);
          } else {
            setTimeout(seek, 150);
          }
        }, function () { setTimeout(seek, 300); });
      })();
    }, function () { show('noCamera', {}, ''); });
  }

  document.getElementById('typed').addEventListener('submit', function (event) {
    event.preventDefault();
    look(field.value);
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
      look(decodeURIComponent(location.hash.slice(1)));
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
