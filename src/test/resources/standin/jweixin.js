// The page's side of the stand-in: takes wx.config as WeChat's own script does, has the signature checked, and keeps what would be shared.
(function () {
  'use strict';
  var home = document.currentScript.src.replace(/\/open\/js\/.*$/, '');
  var ready = [], failed = [], told = null;
  function tell(answer) {
    told = answer;
    (answer.good ? ready : failed).splice(0).forEach(function (listener) { listener(answer); });
  }
  function share(kind) {
    return function (card) {
      window.wx.shared[kind] = card;
      if (card.success) { card.success({ errMsg: kind + ':ok' }); }
    };
  }
  window.wxStandInTold = tell;
  window.wx = {
    shared: {},
    config: function (config) {
      var query = { url: location.href.split('#')[0], appId: config.appId, timestamp: config.timestamp, nonce: config.nonceStr,
        signature: config.signature, callback: 'wxStandInTold' };
      var script = document.createElement('script');
      script.src = home + '/control/page-signature?' + Object.keys(query).map(function (key) {
        return key + '=' + encodeURIComponent(query[key]);
      }).join('&');
      document.head.appendChild(script);
    },
    ready: function (listener) { if (told && told.good) { listener(told); } else { ready.push(listener); } },
    error: function (listener) { if (told && !told.good) { listener(told); } else { failed.push(listener); } },
    updateAppMessageShareData: share('updateAppMessageShareData'),
    updateTimelineShareData: share('updateTimelineShareData'),
    hideMenuItems: function () { },
    showMenuItems: function () { }
  };
})();
