import type { lists as en } from '../en/lists'

export const lists: typeof en = {
  show: 'Columnas',
  columns: 'Columnas',
  density: 'Densidad',
  densities: { roomy: 'Amplia', compact: 'Compacta' },
  csv: 'Guardar lo mostrado como CSV',
  file: 'CSV',
  moreThanPrinted: 'Hay más filas de las que se habían cargado al imprimir.',
  views: 'Vistas',
  standardView: 'Vista estándar',
  saveView: 'Guardar esta vista',
  saveViewText:
    'Conserva los filtros y las columnas en pantalla, solo para usted. Si ya hay una vista con ese nombre, se reemplaza.',
  viewName: 'Nombre de la vista',
  viewNameNeeded: 'Indique un nombre para la vista.',
  viewSaved: (name) => `Se guardó la vista ${name}.`,
  removeView: 'Eliminar',
  removeNamed: (name) => `Eliminar ${name}`,
  viewRemoved: (name) => `Se eliminó la vista ${name}.`,
}
