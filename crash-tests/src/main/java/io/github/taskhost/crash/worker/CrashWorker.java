package io.github.taskhost.crash.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.UUID;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.crash.worker.Load.Mode;
import io.github.taskhost.event.BackgroundTaskListener;
import io.github.taskhost.spi.TaskJournal;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * An application with a durable host and clients that load it. The controller steers it
 * by lines of its standard input: {@code load}, {@code rest}, {@code drain},
 * {@code submit KIND SESSION ID DELAY}, {@code many KIND SESSION PREFIX NUMBER DELAY},
 * {@code cancel UID ID}, {@code schedule ID RULE SECONDS OVERLAP}, {@code pause ID},
 * {@code pool}. It ends at once when the input ends, so that it does not outlive its
 * controller.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class CrashWorker {

	/**
	 * Runs the application.
	 * @param args properties; {@code crash.ledger} is the file, {@code crash.name} the
	 * prefix of ids, {@code crash.seed} the seed of the load, {@code crash.pause} the
	 * milliseconds between two operations of a client, {@code crash.new} whether it is
	 * the new version, {@code crash.clock-offset} how far its clock is off
	 * @throws IOException if the input cannot be read
	 */
	public static void main(String[] args) throws IOException {
		ConfigurableApplicationContext context = SpringApplication.run(CrashWorker.class, args);
		Environment environment = context.getEnvironment();
		Ledger ledger = context.getBean(Ledger.class);
		Load load = new Load(environment.getRequiredProperty("crash.name"), context.getBean(BackgroundTaskHost.class),
				context.getBean(Orders.class), ledger, context.getBean(Running.class),
				environment.getProperty("crash.pause", Long.class, 1L),
				environment.getProperty("crash.seed", Long.class, 0L));
		Watch watch = new Watch(context.getBean(TaskJournal.class), context.getBean(HikariDataSource.class), ledger);
		watch.start();
		load.start();
		ledger.write("ready", context.getBean(TaskJournal.class).workerId());
		serve(load, watch);
	}

	private static void serve(Load load, Watch watch) throws IOException {
		BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		String line = commands.readLine();
		while (line != null) {
			String[] words = line.split(" ", -1);
			switch (words[0]) {
				case "submit" -> Thread.ofPlatform()
					.daemon()
					.start(() -> load.client().submit(words[1], words[2], words[3], Long.parseLong(words[4])));
				case "many" -> Thread.ofPlatform()
					.daemon()
					.start(() -> load.client()
						.submitMany(words[1], words[2], words[3], Integer.parseInt(words[4]),
								Long.parseLong(words[5])));
				case "schedule" -> load.client().schedule(words[1], words[2], Integer.parseInt(words[3]), words[4]);
				case "pause" -> load.client().pause(words[1]);
				case "pool" -> watch.pool();
				case "cancel" -> load.client().cancel(new Known(UUID.fromString(words[1]), words[2], "", ""));
				default -> load.mode(Mode.valueOf(words[0].toUpperCase(Locale.ROOT)));
			}
			line = commands.readLine();
		}
		Runtime.getRuntime().halt(0);
	}

	@Bean
	Ledger ledger(Environment environment) {
		return new Ledger(Path.of(environment.getRequiredProperty("crash.ledger")));
	}

	@Bean
	Running running() {
		return new Running();
	}

	@Bean
	WorkerKinds workerKinds(Ledger ledger, Running running) {
		return new WorkerKinds(ledger, running);
	}

	@Bean
	@ConditionalOnBooleanProperty("crash.new")
	NewKinds newKinds(WorkerKinds kinds, Running running) {
		return new NewKinds(kinds, running);
	}

	/** Sets the clock of the process wrongly. */
	@Bean
	@ConditionalOnProperty("crash.clock-offset")
	static WrongClock wrongClock(Environment environment, ObjectProvider<DataSource> dataSources) {
		return new WrongClock(environment, dataSources);
	}

	@Bean
	Orders orders(BackgroundTaskHost host, JdbcClient jdbc, PlatformTransactionManager transactions) {
		return new Orders(host, jdbc);
	}

	/** Writes down each end that the host has told. */
	@Bean
	BackgroundTaskListener ends(Ledger ledger) {
		return (event) -> {
			if (event.record().state().isTerminal()) {
				ledger.write("told", event.record().uid(), event.record().state(), event.record().attempt());
			}
		};
	}

}
