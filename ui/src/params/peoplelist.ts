export const match = (value: string): boolean => value === 'followers' || value === 'following';
