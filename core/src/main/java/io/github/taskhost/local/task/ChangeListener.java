package io.github.taskhost.local.task;

/**
 * A part of the host that acts on committed changes. The listeners are called one after
 * the other, in the order of the composition root, on the thread that made the change and
 * after the change is visible. A listener may commit other changes.
 */
@FunctionalInterface
public interface ChangeListener {

	/**
	 * Acts on a change. It is called once for each change of a task, new tasks included;
	 * changes of one task may be reported by several threads at once and out of order, so
	 * a listener that keeps state compares it with the present record.
	 * @param change the change
	 */
	void changed(Change change);

}
