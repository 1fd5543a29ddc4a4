/** What every list has. */

export const lists = {
  show: 'Columns',
  columns: 'Columns',
  density: 'Density',
  densities: { roomy: 'Roomy', compact: 'Compact' },
  csv: 'Save what is shown as CSV',
  file: 'CSV',
  moreThanPrinted: 'There are more rows than were loaded when this was printed.',
  views: 'Views',
  standardView: 'Standard view',
  saveView: 'Save this view',
  saveViewText:
    'Keeps the filters and columns on screen, for you alone. A view of the same name is replaced.',
  viewName: 'Name of the view',
  viewNameNeeded: 'Give the view a name.',
  viewSaved: (name: string) => `The view ${name} was saved.`,
  removeView: 'Remove',
  removeNamed: (name: string) => `Remove ${name}`,
  viewRemoved: (name: string) => `The view ${name} was removed.`,
}
