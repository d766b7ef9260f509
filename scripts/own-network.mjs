// A network for one command alone, where the system lets an ordinary user make one (Linux with `unshare` and `ip`): a test that opens
// a community "to the network" then opens it to nobody, and there is always a network card and a virtual one to choose from.
import { ask } from './run.mjs';

const setUp = `ip link set lo up
card() { ip link add "$1" type bridge && ip addr add "$2" dev "$1" && ip link set "$1" up; }
card wlan0 192.168.77.5/24
card docker0 172.17.0.1/16
exec "$@"`;

/** What to put before the command: nothing, where there is no such thing. */
export async function ownNetwork() {
  const possible = await ask('unshare', ['-rn', 'ip', 'link', 'set', 'lo', 'up']);
  return possible === null ? [] : ['unshare', '-rn', 'sh', '-c', setUp, 'sh'];
}
