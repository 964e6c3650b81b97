const MOST = 200;

/** Hands on each thing once, told apart by its text, and after 200 different ones no more: who causes them is hostile. */
export function onceEach<T>(tell: (thing: T) => void): (thing: T) => void {
  const told = new Set<string>();
  return (thing) => {
    const text = String(thing);
    if (told.has(text) || told.size >= MOST) return;
    told.add(text);
    tell(thing);
  };
}
