/**
 * Where Tributary meets other frameworks: what the rest of it may know of them without having them
 * on the class path.
 */
package dev.tributary.interop;
