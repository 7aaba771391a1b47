package io.github.taskhost.autoconfigure.testing;

/** Another component, which tests replace. */
public interface Bank {

	void send(Transfer transfer);

}
