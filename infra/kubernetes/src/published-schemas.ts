/** Tells what of an object the API server would refuse, by the published schemas that ../schemas has copies of. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { kubernetesFolder, type Manifest } from './resolve-kustomization.ts'

interface Published {
  readonly kinds: Readonly<Record<string, string>>
}

/** The first complaint of an object; none when it is well. A kind without a schema is a complaint. */
export function publishedSchemas(): (object: Manifest) => string[] {
  // The copies keep Kubernetes' own `x-` words; formats are dropped from them.
  const ajv = new Ajv2020({ strict: false })
  const folder = join(kubernetesFolder, 'schemas')
  const validators = new Map<string, ValidateFunction>()
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
  const ids = files.map((file) => ({ file, id: file.replace(/-[\d.]+json$|\.json$/, '') }))
  const documents = ids.map(({ file, id }) => {
    const document = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Published
    ajv.addSchema(document, id)
    return { id, document }
  })
  for (const { id, document } of documents) {
    for (const [kind, name] of Object.entries(document.kinds)) {
      validators.set(kind, ajv.compile({ $ref: `${id}#/$defs/${name}` }))
    }
  }
  return (object) => {
    const kind = `${object.apiVersion}/${object.kind}`
    const validate = validators.get(kind)
    if (!validate)
      return [`${kind} has no schema in infra/kubernetes/schemas: copy it there (its README says how)`]
    const isWell: boolean = validate(object)
    if (isWell) return []
    return (validate.errors ?? []).map(({ instancePath, message, params }) => {
      const field = 'additionalProperty' in params ? `: ${String(params.additionalProperty)}` : ''
      return `${object.kind} ${object.metadata?.name ?? ''} ${instancePath} ${message}${field}`
    })
  }
}
