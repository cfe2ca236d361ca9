const names = ["PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "JAVA_HOME", "PYENV_ROOT", "PYENV_VERSION"];

/** What a local program needs of our own environment. No cloud's variable is in it. */
export function inheritedEnvironment(): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}
