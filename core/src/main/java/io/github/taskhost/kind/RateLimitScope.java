package io.github.taskhost.kind;

/**
 * The hosts that a rate limit counts together.
 */
public enum RateLimitScope {

	/** Each host counts its own starts. */
	NODE,

	/**
	 * All hosts that share a store count together. A host without a shared store counts
	 * its own starts.
	 */
	CLUSTER

}
