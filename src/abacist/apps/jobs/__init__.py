"""Jobs: problems, sweeps and evaluations in the background, durably.

    job.py        what is submitted, and what is told of a job
    kinds/        what a job can do: one file for each kind
    office.py     submit, list, watch, cancel, result, delete: what every interface calls
    runner.py     the process that does the jobs, on DBOS: queue, recovery, end
    chunk.py      one chunk of a job: what is not done yet is done, and kept
    compute.py    where items are computed: on this machine,
    cluster.py    or on a Dask cluster, in whose nodes is
    node.py
    bench.py      one item computed in killable workers: the same everywhere
    work.py       a process that does jobs, from its start to its end
    attendant.py  a server's: starts such a process when there is work

Submitting writes rows into our own tables, in one transaction, and needs no runner. A runner hands the
chunks of a new job to the DBOS queue; each chunk is one DBOS workflow, whoever runs it.
"""
