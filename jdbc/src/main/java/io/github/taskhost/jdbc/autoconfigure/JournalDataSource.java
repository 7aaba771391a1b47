package io.github.taskhost.jdbc.autoconfigure;

import java.util.List;

import javax.sql.DataSource;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/**
 * The database that stores tasks: the bean with {@link TaskhostDataSource}, else the
 * single or primary {@code DataSource}.
 *
 * @param dataSource the resource of Spring's transactions, without a proxy that takes
 * part in them
 */
record JournalDataSource(DataSource dataSource) {

	/**
	 * Selects the database.
	 * @throws NoTaskDataSourceException if there is none, or several without a choice
	 */
	static JournalDataSource of(ObjectProvider<DataSource> marked, ObjectProvider<DataSource> all,
			ListableBeanFactory beans) {
		DataSource own = marked.getIfAvailable();
		DataSource selected = (own != null) ? own : all.getIfUnique();
		if (selected == null) {
			throw new NoTaskDataSourceException(List.of(beans.getBeanNamesForType(DataSource.class)));
		}
		return new JournalDataSource(target(selected));
	}

	private static DataSource target(DataSource selected) {
		DataSource target = (selected instanceof TransactionAwareDataSourceProxy proxy) ? proxy.getTargetDataSource()
				: null;
		return (target != null) ? target : selected;
	}

}
