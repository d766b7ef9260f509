// A community of its own for each test file, with people who can act at once.
import { found, withoutLimits } from '../community.mjs';

export async function community({ title = 'Riverside Garden', registrations = 'open' } = {}) {
  const place = await found({ title, registrations });
  // The suite turns more pages in five minutes than anybody reads.
  place.config(withoutLimits);
  await place.serve();
  return {
    url: place.url,
    title,
    cli: place.cli,
    stop: () => place.remove(),
    /** An account usable at once, with a token for everything. */
    async person(name, { role = 'user', password = 'a quiet river at noon' } = {}) {
      const id = await place.cli('account', 'create', name, '--password', password, '--role', role);
      const token = await place.token(name);
      const call = async (method, path, json) => {
        const answer = await place.call(path, { token, method, json });
        if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
        return answer.body;
      };
      return { id, name, password, token, call, post: (text, more = {}) => call('POST', '/api/v1/statuses', { status: text, ...more }) };
    }
  };
}
