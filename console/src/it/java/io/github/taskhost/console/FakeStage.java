package io.github.taskhost.console;

import java.net.URI;


/**
 * The stage of {@link FakeConsole}.
 */
class FakeStage implements Stage {

	final FakeConsole console = new FakeConsole(0, 1000);

	@Override
	public URI address() {
		return this.console.address();
	}

	@Override
	public void readOnly() {
		this.console.readOnly = true;
	}

	@Override
	public String uid(String name) {
		return this.console.tasks.named(name).uid;
	}

	@Override
	public void spawn(String name, String kind, String session) {
		this.console.tasks.spawn(name, kind, session);
	}

	@Override
	public void end(String name, String state) {
		this.console.tasks.end(this.console.tasks.named(name), state);
	}

	@Override
	public void ask(String name, String key, String prompt) {
		this.console.tasks.ask(this.console.tasks.named(name), key, prompt);
	}

	@Override
	public void answer(String name, String json) {
		this.console.tasks.answer(this.console.tasks.named(name), json);
	}

	@Override
	public void remove(String name) {
		this.console.tasks.remove(this.console.tasks.named(name));
	}

	@Override
	public void close() {
		this.console.close();
	}

}
