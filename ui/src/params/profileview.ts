export const match = (value: string): boolean => value === 'with_replies' || value === 'media';
