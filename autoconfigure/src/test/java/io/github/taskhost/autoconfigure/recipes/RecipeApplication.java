package io.github.taskhost.autoconfigure.recipes;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.kind.BackgroundTaskKind;
import io.github.taskhost.test.TestTime;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.Configurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.ClassUtils;

/**
 * The application that runs the recipes: the auto-configuration of the starter with
 * Spring MVC on a real server, a data source, and a time that the test moves.
 */
final class RecipeApplication implements AutoCloseable {

	private static final List<Class<?>> BOOT = List.of(JacksonAutoConfiguration.class,
			HttpMessageConvertersAutoConfiguration.class, WebMvcAutoConfiguration.class,
			DispatcherServletAutoConfiguration.class, TomcatServletWebServerAutoConfiguration.class,
			DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
			TransactionAutoConfiguration.class);

	private final AnnotationConfigServletWebServerApplicationContext context = new AnnotationConfigServletWebServerApplicationContext();

	private final ClassLoader classes;

	RecipeApplication(List<Recipe> recipes, ClassLoader classes) throws ClassNotFoundException {
		this.classes = classes;
		this.context.setClassLoader(classes);
		this.context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("recipes", properties(recipes)));
		Arrays.stream(Services.class.getDeclaredClasses())
			.filter((type) -> type.getSuperclass() == Services.Calls.class)
			.forEach(this.context::registerBean);
		this.context.registerBean(TestTime.class);
		this.context.registerBean(Kinds.class);
		for (Recipe recipe : recipes) {
			if (recipe.isBean()) {
				this.context.registerBean(recipe.user(), classes.loadClass(recipe.className()));
			}
		}
		this.context.register(autoConfigurations());
		this.context.refresh();
		this.context.getBeansOfType(Scene.class).forEach((user, bean) -> bean.setUser(user));
	}

	private static Map<String, Object> properties(List<Recipe> recipes) {
		Map<String, Object> properties = new HashMap<>(Map.of("server.port", "0"));
		recipes.stream()
			.flatMap((recipe) -> recipe.properties().stream())
			.map((line) -> line.split("=", 2))
			.forEach((entry) -> properties.put(entry[0], entry[1]));
		return properties;
	}

	private Class<?>[] autoConfigurations() {
		Stream<Class<?>> starter = ImportCandidates.load(AutoConfiguration.class, this.classes)
			.getCandidates()
			.stream()
			.filter((name) -> name.startsWith("io.github.taskhost"))
			.map((name) -> ClassUtils.resolveClassName(name, this.classes));
		return Configurations
			.getClasses(AutoConfigurations.of(Stream.concat(starter, BOOT.stream()).toArray(Class<?>[]::new)));
	}

	Stage stage(Recipe recipe) throws Exception {
		this.context.getBeansOfType(Services.Calls.class).values().forEach(Services.Calls::forget);
		Stage stage = new Stage(scene(recipe), this.context.getWebServer().getPort());
		this.context.getAutowireCapableBeanFactory().autowireBean(stage);
		stage.setUser(recipe.user());
		return stage;
	}

	private Scene scene(Recipe recipe) throws Exception {
		if (recipe.isBean()) {
			return new Scene() {
			};
		}
		Scene scene = (Scene) this.classes.loadClass(recipe.className()).getConstructor().newInstance();
		this.context.getAutowireCapableBeanFactory().autowireBean(scene);
		scene.setUser(recipe.user());
		return scene;
	}

	@Override
	public void close() {
		this.context.close();
	}

	/** The kinds that recipes submit without a definition. */
	static final class Kinds {

		private final Services.Archive archive;

		private final Services.Mailer mailer;

		private final Services.Feed feed;

		private final Services.Printer printer;

		Kinds(Services.Archive archive, Services.Mailer mailer, Services.Feed feed, Services.Printer printer) {
			this.archive = archive;
			this.mailer = mailer;
			this.feed = feed;
			this.printer = printer;
		}

		@BackgroundTaskKind("poll")
		void poll() {
			this.feed.poll();
		}

		@BackgroundTaskKind("notify")
		void notify(Services.Order order) {
			this.mailer.send(order);
		}

		@BackgroundTaskKind(value = "letter", maxConcurrent = 1)
		void letter(Services.Order order) throws InterruptedException {
			this.printer.print(order);
		}

		@BackgroundTaskKind("archive")
		void archive(BackgroundTaskContext context) {
			context.predecessorResults(Services.Digest.class).forEach(this.archive::store);
		}

		@BackgroundTaskKind("report")
		void report(BackgroundTaskContext context) {
			this.mailer.send("report");
		}

		@BackgroundTaskKind("invoice")
		void invoice(Services.Order order, BackgroundTaskContext context) {
			this.archive.store(order);
		}

	}

}
