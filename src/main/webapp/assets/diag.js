/* What only the browser can measure. Without this file the page shows the values of the server. */
(() => {
  'use strict';
  const byId = id => document.getElementById(id);
  const page = byId('diag');
  if (!page || !window.fetch || !window.performance) {
    return;
  }
  const words = byId('words').dataset;
  const show = (id, text, bad) => {
    byId(id).textContent = text;
    byId(id).parentNode.classList.toggle('bad', Boolean(bad));
  };
  const ms = value => words.ms.replace('%s', Math.max(0, Math.round(value)));
  const now = () => performance.now();

  const timing = () => {
    const entry = performance.getEntriesByType && performance.getEntriesByType('navigation')[0];
    if (!entry) {
      show('page-timing', words.failed);
      return;
    }
    const tls = entry.secureConnectionStart > 0 ? entry.connectEnd - entry.secureConnectionStart : 0;
    show('page-timing', words.page.replace('%1', Math.round(entry.domainLookupEnd - entry.domainLookupStart))
      .replace('%2', Math.round(entry.connectEnd - entry.connectStart - tls)).replace('%3', Math.round(tls))
      .replace('%4', Math.round(entry.responseEnd - entry.requestStart)), entry.responseEnd - entry.requestStart > 3000);
  };

  const asset = () => {
    const from = now();
    fetch(page.dataset.asset, {cache: 'no-store'}).then(answer => answer.text().then(() => {
      show('asset-timing', answer.ok ? ms(now() - from) : words.failed + ' (' + answer.status + ')', !answer.ok || now() - from > 3000);
    })).catch(() => show('asset-timing', words.failed, true));
  };

  /* The server's time at half of the round trip. */
  const clock = () => {
    const from = now();
    const began = Date.now();
    fetch(page.dataset.path, {headers: {Accept: 'application/json'}, cache: 'no-store', credentials: 'same-origin'})
      .then(answer => answer.json().then(body => {
        const took = now() - from;
        const off = (began + took / 2 - body.now) / 1000;
        show('round-trip', ms(took) + ' · ' + body.node, took > 3000);
        show('clock-difference', (off < 0 ? words.behind : words.ahead).replace('%s', Math.abs(off).toFixed(1)), Math.abs(off) > 60);
      })).catch(() => {
        show('round-trip', words.failed, true);
        show('clock-difference', words.failed);
      });
  };

  const copy = () => {
    const lines = Array.from(page.querySelectorAll('.say, dl div')).filter(row => row.id !== 'measured')
      .map(row => Array.from(row.children).map(part => part.textContent.trim().replace(/\s+/g, ' ')).join(': '));
    const box = document.createElement('textarea');
    box.value = lines.join('\n');
    box.className = 'copied';
    document.body.appendChild(box);
    box.select();
    box.setSelectionRange(0, box.value.length);
    /* The old API: WeChat's WebViews have no other. */
    const done = document.execCommand('copy');
    box.remove();
    if (done) {
      byId('copy').textContent = byId('copy').dataset.done;
    }
  };

  byId('measured').hidden = false;
  byId('copy').hidden = false;
  byId('copy').addEventListener('click', copy);
  show('screen', screen.width + ' × ' + screen.height + ' · ' + (window.devicePixelRatio || 1) + '×'
    + (navigator.connection && navigator.connection.effectiveType ? ' · ' + navigator.connection.effectiveType : ''));
  const begin = () => {
    timing();
    asset();
    clock();
  };
  if (document.readyState === 'complete') {
    begin();
  } else {
    window.addEventListener('load', () => setTimeout(begin, 0));
  }
})();
