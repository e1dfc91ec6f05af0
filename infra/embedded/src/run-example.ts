/** Runs a program out of a document: what it imports and the globals that it uses are handed in. */
type Scope = Readonly<Record<string, unknown>>

export async function runExample(
  text: string,
  modules: Readonly<Record<string, object>>,
  scope: Scope,
): Promise<void> {
  const body = text.replaceAll(/^import (\{.*\}) from '(.+)'$/gm, (_, names: string, from: string) => {
    if (!(from in modules)) throw new Error(`${from} is not handed in to the example`)
    return `const ${names} = modules['${from}']`
  })
  const names = ['modules', ...Object.keys(scope)]
  const program: unknown = new Function(...names, `return (async () => {\n${body}\n})()`)
  if (typeof program === 'function') await program(modules, ...Object.values(scope))
}
