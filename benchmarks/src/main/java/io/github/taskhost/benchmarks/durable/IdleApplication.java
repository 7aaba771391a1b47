package io.github.taskhost.benchmarks.durable;

import java.io.IOException;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An empty application with a database that prints a line when it is ready. For each
 * further line of its input it prints the number of connections in use; it ends with its
 * input.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class IdleApplication {

	public static void main(String[] args) throws IOException {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(IdleApplication.class)
			.bannerMode(Banner.Mode.OFF)
			.properties("server.port=0", "server.address=127.0.0.1")
			.run(args)) {
			HikariDataSource pool = context.getBean(HikariDataSource.class);
			System.out.println("ready");
			int next = System.in.read();
			while (next >= 0) {
				if (next == '\n') {
					System.out.println(pool.getHikariPoolMXBean().getActiveConnections());
				}
				next = System.in.read();
			}
		}
	}

}
