import type { compare as enCompare, policyExport as enExport } from '../en/compare'
import { count } from './common'

export const compare: typeof enCompare = {
  title: 'Comparar',
  question: '¿En qué se diferencian estos dos?',
  of: 'Qué se compara',
  kinds: { revisions: 'Revisiones', policies: 'Directivas', hosts: 'Hosts' },
  one: 'Uno',
  other: 'El otro',
  among: 'Con las directivas de',
  draft: 'Borrador',
  newest: 'Lo publicado ahora',
  submit: 'Comparar',
  same: 'No hay diferencias.',
  differ: (n) => count(n, 'diferencia', 'diferencias'),
  emptyTitle: 'Elija dos revisiones, directivas o hosts',
  emptyText: 'Las listas se comparan por las entradas que se agregan y se quitan. No se cambia nada.',
  setting: 'Parámetro',
  notSet: 'sin definir',
  onlyDifferences: 'Solo lo que difiere',
  policy: 'Directiva',
}

export const policyExport: typeof enExport = {
  title: 'Exportar directivas',
  question: '¿Cómo son estas directivas en otras herramientas?',
  button: 'Exportar',
  format: 'Formato',
  formats: {
    yaml: 'YAML (Vipfarm, para directivas como código)',
    terraform: 'Terraform (citrix/citrix)',
    rest: 'JSON de Orchestration REST',
    powershell: 'PowerShell (CitrixGroupPolicy)',
    reg: 'Archivo de registro (.reg)',
  },
  from: 'Directivas de',
  policy: 'Directiva',
  allPolicies: 'Todas',
  submit: 'Mostrar',
  save: 'Guardar el archivo',
  missing: 'Lo que el formato no puede expresar',
  consequences: {
    'left-out': 'se omite',
    'policy-off': 'se omite, y la directiva se escribe inhabilitada',
    'policy-left-out': 'se omite la directiva',
  },
  complete: 'El archivo dice todo lo que dicen las directivas.',
  emptyTitle: 'Elija un formato',
  emptyText: 'Verá el archivo, y lo que no puede expresar, antes de guardarlo.',
}
