export function UnattributedPage() {
  return null
}
