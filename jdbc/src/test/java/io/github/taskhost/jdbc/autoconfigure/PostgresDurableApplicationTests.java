package io.github.taskhost.jdbc.autoconfigure;

import io.github.taskhost.jdbc.TestServer;

class PostgresDurableApplicationTests extends AbstractDurableApplicationTests {

	private final String url = TestServer.newPostgresqlUrl();

	@Override
	String url() {
		return this.url;
	}

}
