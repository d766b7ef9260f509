// What the people pages share: who waits (the number stands on the tab).
import type { AdminAccount } from '$lib/api';
import { session } from '$lib/features/session';

class People {
  waiting = $state.raw<AdminAccount[]>([]);

  async loadWaiting(): Promise<void> {
    this.waiting = await session.api.get<AdminAccount[]>('/api/v2/admin/accounts', {
      status: 'pending',
      origin: 'local',
      limit: 100
    });
  }
}

export const people = new People();
