package io.github.taskhost.benchmarks;

import java.lang.management.ManagementFactory;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts, prints a line of figures, and ends. The figures: milliseconds since the start
 * of the JVM, milliseconds of CPU, beans, classes, MiB of heap.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class EmptyApplication {

	public static void main(String[] args) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(EmptyApplication.class)
			.bannerMode(Banner.Mode.OFF)
			.properties("server.port=0", "server.address=127.0.0.1")
			.run(args)) {
			long millis = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
			double cpuMillis = Machine.cpuNanos() / 1e6;
			int classes = ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
			System.out.println(millis + " " + cpuMillis + " " + context.getBeanDefinitionCount() + " " + classes + " "
					+ Machine.settledHeap() / 1048576.0);
		}
	}

}
