// Says what does not fit on the page as it is laid out now, one sentence each.
(() => {
  const wrong = [];
  const main = document.querySelector('main');
  const wide = document.documentElement.clientWidth;
  const name = e => e.tagName.toLowerCase() + (e.id ? '#' + e.id : '') + (e.className && typeof e.className === 'string' ? '.' + e.className.trim().split(/\s+/).join('.') : '');
  const seen = e => e.getClientRects().length > 0 && getComputedStyle(e).visibility !== 'hidden';
  const across = Math.max(document.documentElement.scrollWidth, document.body.scrollWidth);
  if (across > wide) {
    wrong.push('the page is ' + across + ' wide on a screen of ' + wide);
  }
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || parent.closest('svg, script, style, noscript, template') || !seen(parent)) {
      continue;
    }
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const r of range.getClientRects()) {
      if (r.width < 1) {
        continue;
      }
      if (r.left < -0.5 || r.right > wide + 0.5) {
        wrong.push('"' + node.data.trim() + '" reaches from ' + Math.round(r.left) + ' to ' + Math.round(r.right));
      }
      texts.push({r, parent, text: node.data.trim()});
    }
  }
  // Lines of text that lie on one another; a pixel or two is what fonts reserve for accents.
  for (let i = 0; i < texts.length; i++) {
    for (let j = i + 1; j < texts.length; j++) {
      const a = texts[i].r, b = texts[j].r;
      const x = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const y = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (x > 2 && y > Math.min(a.height, b.height) * 0.34 && !texts[i].parent.closest('.won, .follow') === !texts[j].parent.closest('.won, .follow')) {
        wrong.push('"' + texts[i].text + '" and "' + texts[j].text + '" lie on one another');
      }
    }
  }
  for (const e of document.body.querySelectorAll('*')) {
    const style = getComputedStyle(e);
    if (e.closest('svg') || !seen(e)) {
      continue;
    }
    if (style.overflowX !== 'visible' && !e.matches('.wheel, body, .won-prize') && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1)) {
      wrong.push(name(e) + ' cuts off what is in it');
    }
    const boxed = e.matches('button, .go, .card, .window span, .lang span, .cell, .result');
    if (boxed && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 2)) {
      wrong.push(name(e) + ' is too small for what is in it');
    }
    if (e.matches('a, button, input:not([type=hidden]), summary')) {
      // A box to tick is hit by the words beside it, too.
      const r = (e.type === 'checkbox' && e.labels[0] || e).getBoundingClientRect();
      if (r.height < 43.5 || r.width < 43.5) {
        wrong.push(name(e) + ' "' + e.textContent.trim() + '" is a target of ' + Math.round(r.width) + ' x ' + Math.round(r.height));
      }
    }
  }
  // Names on the wheel stay within their slices.
  const slices = document.querySelectorAll('#disc .slice');
  for (const text of document.querySelectorAll('#disc .slice text')) {
    const b = text.getBBox();
    if (!b.width) {
      continue;
    }
    const inner = -(b.y + b.height * 0.8), outer = -(b.y + b.height * 0.12);
    const room = Math.min(inner * Math.tan(Math.PI / slices.length), Math.sqrt(Math.max(0, 206 * 206 - outer * outer)));
    if (b.width / 2 > room + 2) {
      wrong.push('"' + text.textContent + '" is ' + Math.round(b.width) + ' wide on a slice with room for ' + Math.round(room * 2));
    }
  }
  if (!main || main.offsetHeight < 100) {
    wrong.push('there is nothing to see');
  }
  return wrong;
})()
