/** The values that a filter may choose among, for those types that have no other. */

export const DESKTOP_KINDS = ['Private', 'PrivateApp', 'Shared', 'SharedApp'] as const
/** The platforms that Citrix's filter knows. */
export const CLIENT_PLATFORMS = ['Windows', 'Linux', 'Mac', 'Ios', 'Android', 'Html5'] as const
