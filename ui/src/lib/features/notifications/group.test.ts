import { expect, it } from 'vitest';
import type { Notification } from '$lib/api';
import { group } from './group';

function made(id: string, type: string, account: string, status?: string): Notification {
  return {
    id,
    type,
    created_at: '2026-11-24T10:00:00.000Z',
    account: { id: account } as Notification['account'],
    status: status ? ({ id: status } as Notification['status']) : undefined
  };
}

it('puts likes of one post together and keeps mentions apart', () => {
  const groups = group([
    made('9', 'favourite', 'a', '1'),
    made('8', 'mention', 'b', '5'),
    made('7', 'favourite', 'c', '1'),
    made('6', 'favourite', 'a', '1'),
    made('5', 'favourite', 'a', '2'),
    made('4', 'mention', 'b', '4')
  ]);
  expect(groups.map((entry) => [entry.type, entry.accounts.length, entry.newest])).toEqual([
    ['favourite', 2, '9'],
    ['mention', 1, '8'],
    ['favourite', 1, '5'],
    ['mention', 1, '4']
  ]);
});
