// The player of a request, as a node has signed it for this edge (IdentitySigner.signForEdge): player.expiry.signature. Of all cookies of
// the name the first that is valid counts: a host of the same domain may have set one too, and "__Host-" is what no other host can set.
import crypto from 'crypto';

const NAMES = ['__Host-tt_edge', 'tt_edge'];
// As the nodes do: more than a browser sends.
const MOST = 8;
const FORM = /^([A-Za-z0-9_-]{22})\.([0-9]{1,12})\.([A-Za-z0-9_-]{22})$/;

function valuesOf(name, cookies) {
    const values = [];
    for (let i = 0; i < cookies.length && values.length < MOST; i++) {
        const cookie = cookies[i].trim();
        // By its exact name: nginx's own $cookie_… takes any letter case.
        if (cookie.startsWith(name + '=')) {
            values.push(cookie.substring(name.length + 1));
        }
    }
    return values;
}

function same(a, b) {
    let difference = a.length ^ b.length;
    for (let i = 0; i < a.length && i < b.length; i++) {
        difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
    }
    return difference === 0;
}

function player(value, key) {
    const parts = FORM.exec(value);
    if (parts === null || Number(parts[2]) * 1000 <= Date.now()) {
        return '';
    }
    const signed = parts[1] + '.' + parts[2];
    const mac = crypto.createHmac('sha256', key).update(signed).digest();
    return same(mac.slice(0, 16).toString('base64url'), parts[3]) ? parts[1] : '';
}

function id(r) {
    const header = r.variables.http_cookie;
    if (!header) {
        return '';
    }
    const key = Buffer.from(r.variables.edge_key, 'hex');
    const cookies = header.split(';');
    for (let n = 0; n < NAMES.length; n++) {
        const values = valuesOf(NAMES[n], cookies);
        for (let i = 0; i < values.length; i++) {
            const found = player(values[i], key);
            if (found) {
                return found;
            }
        }
    }
    return '';
}

export default {id};
