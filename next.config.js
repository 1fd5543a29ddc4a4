/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  // Said here, so that a lockfile in a directory above is neither looked for nor warned of.
  turbopack: { root: import.meta.dirname },
  // Types are checked by a test, over the whole tree; an error in a test must not keep the server from starting.
  typescript: { ignoreBuildErrors: true },
  // Pages answer 403 by calling `forbidden()`; the screen is app/forbidden.tsx.
  experimental: { authInterrupts: true, optimizePackageImports: ['lucide-react', 'radix-ui'] },
  // Pages hold no database code: they reach it through `server/runtime.ts` only. These lines make a slip loud, not big.
  serverExternalPackages: ['pg', '@prisma/client', '@prisma/adapter-pg', 'better-auth'],
}

export default config
