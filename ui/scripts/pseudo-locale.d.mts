export function pseudo(text: string): string;
export function pseudoProject(): string;
