export interface Auth {
  placeholder?: never
}
