/* The wheel in the browser. The server decides: the wheel stops at the result of the response. Without this file the
   same form is posted and the next page shows the result. A draw is identified by its number, so after any error the
   same number is posted again and gets the same result. */
(() => {
  'use strict';
  const byId = id => document.getElementById(id);
  const page = byId('turntable');
  if (!page || !window.fetch || !window.Promise) {
    return;
  }
  const data = page.dataset;
  const say = byId('say').dataset;
  const form = byId('draw');
  const go = byId('go');
  const hub = document.querySelector('.hub');
  const disc = byId('disc');
  const result = byId('result');

  const TURN_MS = 4600;
  const TURNS = 6;
  const CALL_MS = 8000;
  const RETRIES = 3;
  const LONGEST_WAIT_MS = 10000;
  const PATIENCE_MS = 20000;
  const STALE_MS = 10 * 60 * 1000;

  const jitter = ms => Math.random() * ms;
  const later = (ms, what) => setTimeout(what, ms);
  /* The server's time: as sent, plus the time since then, corrected by half of the round trip. The phone's clock may be wrong. */
  const way = window.performance && performance.getEntriesByType ? performance.getEntriesByType('navigation')[0] : null;
  const saidAt = Date.now() - (way && way.responseStart ? performance.now() - way.responseStart + Math.min(1000, way.responseStart - way.requestStart) / 2 : 0);
  const serverNow = () => Number(data.serverNow) + Date.now() - saidAt;
  const stillness = window.matchMedia && window.matchMedia('(prefers-reduced-motion: reduce)');

  /* The state: idle, asking, turning, confirming, or closed. A tap begins a draw in idle only. */
  let state = 'idle';
  let exhausted = false;
  let angle = 0;
  let watch = 0;

  /* The entry lines: this page's own, then the others. After a failure the next is used; draws have numbers, so every line
     gives the same result. On another line the pass identifies the player, since this host's cookie is not sent there. */
  const lines = [''].concat(data.lines ? data.lines.split(' ') : []);
  let line = 0;
  let serving = 0; /* the one that responded last */

  /* Goes to a path: on this page's own line directly, on another with the pass, which signs in there. */
  const leave = path => {
    if (!serving) {
      location.replace(path);
      return;
    }
    const over = document.createElement('form');
    over.method = 'post';
    over.action = lines[serving] + '/enter';
    [['pass', data.pass], ['path', path]].forEach(([name, value]) => {
      const field = document.createElement('input');
      field.type = 'hidden';
      field.name = name;
      field.value = value;
      over.appendChild(field);
    });
    document.body.appendChild(over);
    over.submit();
  };

  const reload = (ms, notice) => later(ms, () => leave(data.path + (notice ? '?notice=' + notice : '')));

  const tell = (text, kind) => {
    result.textContent = text;
    result.className = 'result ' + (kind || '');
  };

  const enter = next => {
    state = next;
    page.classList.toggle('under-way', state !== 'idle');
    page.classList.toggle('turning', state === 'turning');
    if (go) {
      const waiting = state === 'asking' || state === 'turning';
      go.setAttribute('aria-disabled', state !== 'idle' || exhausted ? 'true' : 'false');
      go.textContent = waiting ? say.asking : exhausted || say.again;
    }
    if (hub) {
      hub.classList.toggle('dim', state === 'confirming' || Boolean(exhausted));
    }
  };

  const chances = (today, inAll) => {
    const show = (id, value) => {
      if (byId(id) && typeof value === 'number') {
        byId(id).textContent = value;
      }
    };
    show('chances-today', today);
    show('chances-in-all', inAll);
    exhausted = inAll === 0 ? say.noneInAll : today === 0 ? say.noneToday : false;
    if (byId('again')) {
      byId('again').hidden = !(today === 0 && inAll > 0);
    }
  };

  /* Sends a request; the promise fails on a timeout or an invalid response. */
  const call = (url, options) => new Promise((resolve, reject) => {
    const timer = later(CALL_MS, () => reject(new Error('no answer in time')));
    const done = settle => value => {
      clearTimeout(timer);
      settle(value);
    };
    fetch(url, Object.assign({credentials: 'same-origin', cache: 'no-store'}, options)).then(response => response.text().then(text => {
      let body = {};
      try {
        body = JSON.parse(text) || {};
      } catch (notJson) {
        /* A static page of the edge instead of JSON: only its status is used. */
      }
      const seconds = Number(response.headers.get('Retry-After')) || 0;
      const ok = response.ok && typeof body.status === 'string';
      return {ok, code: response.status, body, waitMs: Number(body.retryAfterMs) || seconds * 1000};
    })).then(done(resolve), done(reject));
  });

  /* Turns the wheel until a segment is at the top. It ends by the transition or by a timer, or at once on a hidden page. */
  const land = (segment, then) => {
    const count = Number(data.segments);
    if (typeof segment !== 'number' || !(segment >= 0 && segment < count)) {
      then();
      return;
    }
    const width = 360 / count;
    const wanted = Number(data.start) - segment * width + (Math.random() - 0.5) * width * 0.6;
    const onward = ((wanted - angle) % 360 + 360) % 360;
    const atOnce = document.hidden || (stillness && stillness.matches);
    let over = false;
    let timer = 0;
    const end = () => {
      if (over) {
        return;
      }
      over = true;
      clearTimeout(timer);
      disc.removeEventListener('transitionend', ended);
      document.removeEventListener('visibilitychange', hidden);
      disc.classList.remove('turning');
      angle %= 360;
      disc.style.transform = 'rotate(' + angle + 'deg)';
      then();
    };
    const ended = event => event.target === disc && end();
    const hidden = () => document.hidden && end();
    angle += onward;
    if (atOnce) {
      end();
      return;
    }
    enter('turning');
    angle += TURNS * 360;
    disc.addEventListener('transitionend', ended);
    document.addEventListener('visibilitychange', hidden);
    timer = later(TURN_MS + 400, end);
    disc.classList.add('turning');
    disc.style.transform = 'rotate(' + angle + 'deg)';
  };

  /* Confetti. Each piece is animated by the phone's graphics; no script runs meanwhile. */
  const confetti = () => {
    if (stillness && stillness.matches) {
      return;
    }
    const sky = document.createElement('div');
    sky.className = 'confetti';
    sky.setAttribute('aria-hidden', 'true');
    for (let i = 0; i < 44; i++) {
      const piece = document.createElement('i');
      piece.className = 'f' + i % 5;
      piece.style.animationDelay = jitter(180) + 'ms';
      piece.style.setProperty('--x', (Math.random() - 0.5) * 110 + 'vw');
      piece.style.setProperty('--y', -jitter(46) + 4 + 'vh');
      piece.style.setProperty('--spin', jitter(720) - 360 + 'deg');
      sky.appendChild(piece);
    }
    document.body.appendChild(sky);
    later(3200, () => sky.remove());
  };

  /* The picture of the slice at the top, the prize's own or its kind's. */
  const picture = (place, segment) => {
    const there = document.querySelectorAll('#disc .slice')[segment];
    const own = there && there.querySelector('use, image');
    if (own) {
      const copy = own.cloneNode(true);
      [['x', 0], ['y', 0], ['width', 48], ['height', 48]].forEach(([name, value]) => copy.setAttribute(name, value));
      place.textContent = '';
      place.appendChild(copy);
    }
  };

  const wordFor = (what, kind) => say[what + kind.charAt(0).toUpperCase() + kind.slice(1)] || '';

  const celebrate = (prize, number, segment) => {
    const list = byId('wins-list');
    if (list && !byId('win-' + number)) {
      const row = document.importNode(byId('win-row').content, true).firstChild;
      row.id = 'win-' + number;
      picture(row.querySelector('svg'), segment);
      row.querySelector('strong').textContent = prize.name;
      row.querySelector('small').textContent = say.justNow + ' · ' + say.number.replace('%s', number);
      row.querySelector('em').textContent = wordFor('kind', prize.kind);
      list.insertBefore(row, list.firstChild);
      byId('wins-none').hidden = true;
    }
    picture(byId('won-picture'), segment);
    byId('won-name').textContent = prize.name;
    byId('won-kind').textContent = wordFor('kind', prize.kind);
    byId('won-next').textContent = wordFor('next', prize.kind);
    byId('won').hidden = false;
    byId('won-go').focus({preventScroll: true});
    confetti();
  };

  const closeWon = () => {
    byId('won').hidden = true;
    if (go) {
      go.focus({preventScroll: true});
    }
  };

  /* A final result: the wheel stops, then everything is shown at once. */
  const settle = answer => {
    watch++;
    if (form && form.elements.number && answer.next) {
      form.elements.number.value = answer.next;
    }
    land(answer.segment, () => {
      chances(answer.chancesToday, answer.chancesInAll);
      enter('idle');
      if (answer.status === 'win' && answer.prize) {
        tell(say.win.replace('%s', () => answer.prize.name), 'win');
        celebrate(answer.prize, answer.number, answer.segment);
      } else {
        tell(say.loss, 'loss');
      }
    });
  };

  /* "Being confirmed" names no prize. The status is polled until it is known; after a time the player may draw again. */
  const confirm = (number, waitMs, answer) => {
    const mine = ++watch;
    const since = Date.now();
    let tries = 0;
    let timer = 0;
    enter('confirming');
    tell(say.confirming, 'confirming');
    const again = atLeastMs => {
      const pause = Math.min(20000, Math.max(atLeastMs || 0, 900 * Math.pow(1.5, tries++)));
      clearTimeout(timer);
      timer = later(pause * (0.8 + jitter(0.5)), poll);
    };
    const poll = () => {
      if (mine !== watch) {
        return;
      }
      if (state === 'confirming' && Date.now() - since > PATIENCE_MS) {
        if (answer) {
          chances(answer.chancesToday, answer.chancesInAll);
          if (form && form.elements.number && answer.next) {
            form.elements.number.value = answer.next;
          }
        }
        enter('idle');
        tell(say.confirmingLong, 'confirming');
      }
      /* On another line the draw itself is posted again: its number gets the same result. */
      const via = line;
      (line ? post(number) : call(data.path + '/draws/' + number, {headers: {Accept: 'application/json'}})).then(reply => {
        serving = via;
        if (mine !== watch) {
          return;
        }
        if (reply.ok && reply.body.status !== 'confirming') {
          settle(reply.body);
        } else if (reply.code === 401 || reply.code === 409) {
          reload(jitter(800), reply.code === 401 ? 'not_signed_in' : '');
        } else {
          again(reply.waitMs);
        }
      }, () => {
        nextLine();
        again(0);
      });
    };
    again(waitMs);
  };

  const refuse = body => {
    const kind = body.status;
    if (kind === 'refresh' || kind === 'forbidden' || kind === 'not_signed_in') {
      reload(jitter(400), kind);
      return;
    }
    tell(body.message || say.failed, 'notice');
    if (kind === 'no_chances' || kind === 'no_chances_today') {
      chances(0, kind === 'no_chances' ? 0 : undefined);
      enter('idle');
    } else if (kind === 'not_begun' || kind === 'ended' || kind === 'paused') {
      enter('closed');
      reload(1200 + jitter(4000), kind);
    } else {
      enter('idle');
    }
  };

  /* The next tap posts the same draw, so there is nothing to undo. */
  const failed = message => {
    enter('idle');
    tell(message || say.failed, 'notice');
  };

  const nextLine = () => {
    line = (line + 1) % lines.length;
    if (line && window.turntableFailed) {
      window.turntableFailed('line', 'gone on over ' + lines[line], lines[line]);
    }
  };

  const post = number => {
    const view = form.elements.view.value;
    const fields = line ? {number, view, pass: data.pass} : {number, view, csrf: form.elements.csrf.value};
    return call(lines[line] + data.path + '/draws', {
      method: 'POST',
      credentials: line ? 'omit' : 'same-origin',
      headers: {Accept: 'application/json', 'Content-Type': 'application/x-www-form-urlencoded'},
      body: Object.keys(fields).map(name => name + '=' + encodeURIComponent(fields[name])).join('&')
    });
  };

  const ask = attempt => {
    const again = (waitMs, message) => {
      if (attempt >= RETRIES || waitMs > LONGEST_WAIT_MS) {
        failed(message);
      } else {
        later(Math.max(waitMs, 400 * Math.pow(2, attempt)) + jitter(600), () => ask(attempt + 1));
      }
    };
    const via = line;
    post(form.elements.number.value).then(reply => {
      serving = via;
      if (!reply.ok && (reply.code >= 500 || reply.code === 429 || reply.code < 400)) {
        again(reply.waitMs, reply.body.message);
      } else if (!reply.ok) {
        refuse(reply.body);
      } else if (reply.body.status === 'confirming') {
        confirm(reply.body.number, reply.waitMs, reply.body);
      } else {
        settle(reply.body);
      }
    }, () => {
      nextLine();
      again(0);
    }).catch(() => failed());
  };

  let counted = false;
  const countDown = () => {
    const left = Number(data.opensAt) - serverNow();
    if (left <= 0) {
      byId('clock').hidden = true;
      tell(say.opening, 'notice');
      /* A page loaded after the start time waits for the campaign to be opened: no need to poll every second. */
      reload(counted ? 300 + jitter(4700) : 8000 + jitter(12000));
      return;
    }
    counted = true;
    const seconds = Math.ceil(left / 1000);
    const two = value => (value < 10 ? '0' : '') + value;
    byId('days').textContent = Math.floor(seconds / 86400);
    byId('hours').textContent = two(Math.floor(seconds / 3600) % 24);
    byId('minutes').textContent = two(Math.floor(seconds / 60) % 60);
    byId('seconds').textContent = two(seconds % 60);
    byId('clock').hidden = false;
    later(left % 1000 || 1000, countDown);
  };

  const watchTheEnd = () => {
    const left = Number(data.closesAt) - serverNow();
    if (left <= 0 && state === 'idle' && byId('won').hidden) {
      reload(jitter(8000));
    } else {
      later(Math.min(Math.max(left, 0) + 1000, 60000), watchTheEnd);
    }
  };

  /* New chances become available at a known time. */
  const watchForChances = () => {
    const left = Number(data.againAt) - serverNow();
    if (left > 0) {
      later(Math.min(left + 500, 60000), watchForChances);
    } else if (state === 'idle' && byId('won').hidden) {
      reload(jitter(8000));
    } else {
      later(5000, watchForChances);
    }
  };

  if (form) {
    form.addEventListener('submit', event => {
      event.preventDefault();
      if (state !== 'idle' || exhausted) {
        return;
      }
      watch++;
      enter('asking');
      tell('', '');
      if (data.busy) {
        tell(say.busy, 'notice');
        reload(800 + jitter(2200), 'busy');
      } else {
        ask(0);
      }
    });
  }
  /* Once another line is used, the page's links use it too. */
  document.addEventListener('click', event => {
    const link = serving && event.target.closest && event.target.closest('a[href]');
    if (link && link.origin === location.origin) {
      event.preventDefault();
      leave(link.pathname + link.search);
    }
  });
  byId('won-close').addEventListener('click', closeWon);
  byId('won').addEventListener('click', event => event.target === byId('won') && closeWon());
  byId('won').addEventListener('keydown', event => {
    if (event.key === 'Escape') {
      closeWon();
    } else if (event.key === 'Tab') {
      /* The focus stays inside: there are two buttons. */
      event.preventDefault();
      (document.activeElement === byId('won-go') ? byId('won-close') : byId('won-go')).focus();
    }
  });

  /* iOS shows an old page from its cache, whatever the headers are. */
  window.addEventListener('pageshow', event => event.persisted && location.reload());
  let hiddenAt = 0;
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) {
      hiddenAt = Date.now();
    } else if (hiddenAt && Date.now() - hiddenAt > STALE_MS && state === 'idle') {
      reload(jitter(1500));
    }
  });

  if (/[?&](notice|try)=/.test(location.search) && history.replaceState) {
    history.replaceState(null, '', data.path);
  }
  if (data.phase === 'not_begun') {
    countDown();
  } else if (data.phase === 'open') {
    watchTheEnd();
  }
  if (data.againAt) {
    watchForChances();
  }
  if (data.confirming) {
    confirm(Number(data.confirming), 0, null);
  }
  if (window.performance && performance.mark) {
    performance.mark('ready');
  }
})();
