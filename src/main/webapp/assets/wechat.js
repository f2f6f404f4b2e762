/* The wheel inside WeChat: signs the player in automatically, once; sets the share card; shows a hint to players who do not
   follow the account. It starts after the page was loaded, and errors are ignored: the wheel works without it. */
(() => {
  'use strict';
  const place = document.getElementById('wechat');
  if (!place || !window.fetch || !window.Promise || !/MicroMessenger\//i.test(navigator.userAgent)) {
    return;
  }
  const data = place.dataset;
  const LONGEST_WAIT_MS = 15000;

  const address = () => location.href.split('#')[0];
  /* iOS signs the address with which the page was opened, other systems the present one. */
  const opened = address();
  const signed = () => /iP(hone|ad|od)/.test(navigator.userAgent) ? opened : address();

  const memory = (key, value) => {
    try {
      const before = sessionStorage.getItem(key);
      if (value) {
        sessionStorage.setItem(key, value);
      }
      return before;
    } catch (closed) {
      return null;
    }
  };

  /* Returns to exactly this page. The page stays until WeChat responds, so a hanging WeChat causes no white screen. */
  const signIn = () => {
    const here = location.pathname + location.search;
    const sound = /^\/[A-Za-z0-9._/?=&%-]{1,198}$/.test(here) && here.indexOf('//') < 0;
    location.replace(sound ? data.signIn.split('?')[0] + '?return=' + encodeURIComponent(here) : data.signIn);
  };

  const json = url => fetch(url, {headers: {Accept: 'application/json'}, credentials: 'same-origin', cache: 'no-store'})
    .then(answer => answer.ok ? answer.json() : Promise.reject(new Error('HTTP ' + answer.status)));

  const script = url => new Promise((resolve, reject) => {
    const element = document.createElement('script');
    element.src = url;
    element.async = true;
    element.onload = resolve;
    element.onerror = reject;
    setTimeout(reject, LONGEST_WAIT_MS);
    document.head.appendChild(element);
  });

  const share = () => {
    const page = signed();
    script(data.script).then(() => json(data.signature + '?url=' + encodeURIComponent(page))).then(signature => {
      const wx = window.wx;
      const card = {title: data.title, desc: data.description, link: data.link, imgUrl: data.picture};
      wx.ready(() => {
        wx.updateAppMessageShareData(card);
        wx.updateTimelineShareData({title: card.title, link: card.link, imgUrl: card.imgUrl});
      });
      wx.error(() => {});
      wx.config(Object.assign({debug: false, jsApiList: ['updateAppMessageShareData', 'updateTimelineShareData']}, signature));
    }).catch(() => {});
  };

  /* Only "no" counts: a failed check is unknown. */
  const hint = () => {
    const line = document.getElementById('follow');
    if (!line || memory('tt-follow')) {
      return;
    }
    document.getElementById('follow-close').addEventListener('click', () => {
      memory('tt-follow', 'closed');
      line.hidden = true;
    });
    json(data.following).then(answer => {
      line.hidden = answer.following !== 'no';
    }).catch(() => {});
  };

  const begin = () => {
    if (data.signIn && !document.hidden && !memory('tt-tried', 'yes')) {
      signIn();
      return;
    }
    share();
    hint();
  };

  if (document.readyState === 'complete') {
    begin();
  } else {
    window.addEventListener('load', () => setTimeout(begin, 0));
  }
})();
