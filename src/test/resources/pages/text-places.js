// Every visible line of text with its colour and where it stands on the page; afterwards no text is painted, so that a picture shows what is behind it.
(() => {
  const places = [];
  const sheet = document.styleSheets[0];
  // It comes when it comes, and would move what was measured; its colours are those of the line that says how a draw ended.
  sheet.insertRule('.follow { display: none !important; }', sheet.cssRules.length);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    const style = getComputedStyle(parent);
    if (!node.data.trim() || parent.closest('script, style, noscript, template') || !parent.getClientRects().length || style.visibility === 'hidden') {
      continue;
    }
    const range = document.createRange();
    range.selectNodeContents(node);
    const turned = parent.closest('#disc');
    for (const r of range.getClientRects()) {
      if (r.width > 1 && !turned) {
        places.push({text: node.data.trim(), colour: parent.closest('svg') ? style.fill : style.color, x: r.left + scrollX, y: r.top + scrollY, w: r.width, h: r.height});
      }
    }
  }
  sheet.insertRule('* { color: transparent !important; text-shadow: none !important; text-decoration-color: transparent !important; }', sheet.cssRules.length);
  sheet.insertRule('text { fill: transparent !important; }', sheet.cssRules.length);
  return places;
})()
