package io.github.taskhost.local.task;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The last objects whose work an exhausted stack broke off. A thread puts an object here
 * without a call of a method, for which its stack may have no room:
 * {@code lost.places[lost.next++ & LastLost.MASK] = object}. It then tries to put the
 * object where it belongs, and to {@link #forget} it here.
 *
 * <p>
 * <b>Synchronisation.</b> None: objects that threads put here at the same moment may
 * replace one another. {@link #takeSeen()} leaves an object to its thread until the next
 * call.
 *
 * @param <T> the type of the objects
 */
public final class LastLost<T> {

	/** A mask of the places. */
	public static final int MASK = 63;

	/** The objects. */
	public final @Nullable Object[] places = new Object[MASK + 1];

	/** The number of the next place, apart from the mask. */
	public int next;

	private final @Nullable Object[] seen = new Object[MASK + 1];

	/** Creates an empty list. */
	public LastLost() {
		// no object is lost
	}

	/**
	 * Forgets an object that found its place elsewhere.
	 * @param object the object
	 */
	public void forget(T object) {
		for (int i = 0; i <= MASK; i++) {
			if (this.places[i] == object) {
				this.places[i] = null;
			}
		}
	}

	/**
	 * Takes the objects that the call before has seen. Called by one thread at a time.
	 * @return the objects, each once
	 */
	@SuppressWarnings("unchecked")
	public List<T> takeSeen() {
		List<T> taken = new ArrayList<>();
		for (int i = 0; i <= MASK; i++) {
			Object object = this.places[i];
			if (object == null || object != this.seen[i]) {
				this.seen[i] = object;
			}
			else {
				taken.add((T) object);
				forget((T) object);
				this.seen[i] = null;
			}
		}
		return taken;
	}

}
