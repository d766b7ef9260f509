export const match = (value: string): boolean => value === 'waiting' || value === 'invites';
